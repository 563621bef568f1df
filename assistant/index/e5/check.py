"""Does the encoder give the right vectors on this machine? Three texts are compared with stored ones.

The stored vectors are those of the fp32 graph on x86-64, in eight bits each (which alone costs a cosine of .0001). A
wrong kernel, a new onnxruntime that reads the graph otherwise or a damaged build shows as a cosine far below.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

TEXTS: Final = (
    "긴급차량 우선 신호",
    "홀로 사는 어르신께 AI가 전화로 안부를 묻고, 대답이 없으면 동주민센터 담당자에게 알린다.",
    "Budget 2026: 공사비 1,234,567원 / 3개 부서 — 보고서를 자동으로 요약해 드립니다. " * 4,
)
LEAST_COSINE: Final = {"int8": 0.99, "exact": 0.999, "fp32": 0.999}

_STORED: Final = (
    "C8@@`RqQDoBo$XPFxbf&D(C6lK;O4ZMl#b+C*Zo!L(4`t*3U!G2_YY0Aqcb!^zy$sA`B+K+0&B`P{7qOSWp;B?AG=-`@0_nDDGIv+T8d6*"
    "H{asK=dj(k>>%v>nc9pK)@u>z-KD9Im_<@TTGM1`PuZ!C)%&L((yGN9WFT-JvA#R>m%Oa-$BYDH7!QbOrulPCL<v0x84#<yN#^7!o3qpq|"
    "E6zwFvJw&<#L1%n7cexBROI^w|e2)x5wdmqRTH0<AtyHX_?1$3jS?=VjaV2PnluS=;!L%_>2X$w|HVs=>R?1`ig$$@Ef=E$QAD^g|W5)xG"
    "cbRvgJR9TsTqHVowF>=e2@M(fkxK7Yym7ydg<OX%}O{MYTSB-Te816=Uy59kLPqv`V$889s*#^MS~_Z-CTzvUsIT>#qePZjRs?G4zt-az@"
    "S9V5C(;<88Ks}m}L5HQ>m+r%sdxa%DZ78&abE%P@?-SgVn%W(DeJ5e4qCi3B~VEGg+NgyvVL;l7)UgYW76C=4)JU6#RDYw|x4bDI%yuT#3"
    ")GablHz3e!!tS~!2`pIJ2e7ssCJhM%KnMyU+uh(T7U2vOE44`WCe-O6yca0HDBU?U-SgVt$sk0{EXOR@%^VZQ61=fABqWQ}*0>?mBmbJ)q"
    "~kytE*>5O0w_3k-8|gN<u}+mH40FqO~*p&G$tYB$k6vF*u=Th%iAJ))V<#>o*Mxxu^Ubq%<RX;&%M$wC)x8VzJb>yku^v%0pBVY0pJ28zc"
    "UrP-dg9|6g<}pIqDRm-$_Whycpc{$%gI52u(Pt=l3_u{PWlu0ud0T_Qc^-G-b>OC**Sz8xOwt(B0D!GQ_LDAY$DSC<!YyJn!l>>JSCaBgQ"
    "`x4NKG_0_y-PuNfiw4=*ny=Ef*a<qE#ivZ@Nq01&?ODDfoR^AWxN=ri=&6!7go=F$`1y(}iB9!}&u!S69Y?Bf&>A~F*#A<86H*v1gTyC&!"
    "ABRV-U7zN+DPxb#dNgOTgH{#tpFVNw^4*k3@9UQ~=8ob-m^r1j3$MXx!5*`{g98cXj#N6K|4IC%c+qAR-f8*jiN)kIU+t}t6<@^8wJ?1IV"
    "&*#JXz(5t@QVm8*#@yGs<0MtpIL0%^&=?H7NY1$<Cjj5|>b@f9JlMI&*$YEB^Ykt&2Rms^;x7H(@EqYAF(hTwIovV{H8m*N-^2A)ztG9Q<"
    "=`|Z)7!UE%QEjc+5u7}_3Ny?yWFb=CFJWutgqoUz9lsw5c?<hF%AGJwi_1GjuZXp`8v8dHqY{w<~s?n-YDkk@Wb-f>P9!l#ot%65B1+1?="
    "%#;$*S58G*ikZ3He1u5g7gK;^(9$8_~(c`BmuAQ3_i(BisTx5x)W3D&##85HZ3Y-02c3y%qfc5-3m@$<r1}=v2Pq(dP2aAuay^B?c0=!zt"
    "+R_cH$S3pd;^=*k7;*gQL<DI*E@&EG2#$pIrL8zT`1Dc(UH&jIST%rMgM^dvkj"
)


def least_cosine(embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> float:
    """The smallest cosine of the three vectors to the stored ones."""
    stored = np.frombuffer(base64.b85decode(_STORED), np.int8).reshape(len(TEXTS), -1).astype(np.float32)
    stored /= np.linalg.norm(stored, axis=1, keepdims=True)
    return float(np.min(np.sum(embed(TEXTS) * stored, axis=1)))
