"""Texts that would do something if anything took them for more than text, and the eyes that see whether one did.

Each payload ends in its own mark, so that wherever the mark is shown, the whole payload has to stand before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from playwright.sync_api import BrowserContext, Page

FAR = "http://192.0.2.1"
"""An address that nobody has (RFC 5737); a request to it is one that left."""
RUN = "document.documentElement.dataset.ran=1"

BODIES = (
    f"<script>{RUN};alert(1)</script>",
    f"<ScRiPt src={FAR}/a.js></sCrIpT>",
    f"<img src=x onerror={RUN}>",
    f'<img src="{FAR}/a.png">',
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f'<svg><use href="{FAR}/a.svg#x"/></svg>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe src="javascript:parent.{RUN}"></iframe>',
    f'<iframe src="{FAR}/"></iframe>',
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src={FAR}/a.mp3 autoplay>",
    f'<a href="javascript:{RUN}">누르십시오</a>',
    f'<a href="{FAR}/" target=_blank>링크</a>',
    f'<form action="{FAR}/"><button>보내기</button></form>',
    f'<object data="{FAR}/a.swf"></object>',
    f'<embed src="{FAR}/a.pdf">',
    f'<link rel=stylesheet href="{FAR}/a.css">',
    f'<meta http-equiv=refresh content="0;url={FAR}/">',
    f'<base href="{FAR}/">',
    f"<style>@import url({FAR}/a.css);body{{display:none}}</style>",
    f'<p style="background:url({FAR}/b.png)">글</p>',
    f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
    f"<template><img src=x onerror={RUN}></template>",
    f'"><img src=x onerror={RUN}>',
    "'-alert(1)-'",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"<!--[if IE]><script>{RUN}</script><![endif]-->",
    f"]]><script>{RUN}</script>",
    f"&lt;script&gt;{RUN}&lt;/script&gt; &amp;amp; &#60;b&#62; &copy;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"![그림]({FAR}/c.png)",
    f'![그림]({FAR}/c.png "제목")',
    f"[링크]({FAR}/)",
    f"[링크](javascript:{RUN})",
    f"[링크](data:text/html,<script>{RUN}</script>)",
    f"[참조][r1] [r1]: {FAR}/",
    f"<{FAR}/auto>",
    f"{FAR}/bare?a=b&c=d",
    "https://example.org/길 www.example.org/path ftp://example.org",
    "mailto:kim@example.org kim.lee@example.org",
    f"data:text/html,<script>{RUN}</script>",
    f"javascript:{RUN}",
    "vbscript:msgbox(1)",
    "# 제목 ## 작은 제목",
    "**굵게** __굵게__ *기울임* ~~지움~~ `코드`",
    "```mermaid graph TD; A-->B; click A href 'javascript:alert(1)' ```",
    "| a | b | |---|---| | 1 | 2 |",
    "> 인용 - 목록 1. 차례 - [ ] 할 일",
    "$x^2$ $$\\href{javascript:alert(1)}{x}$$ \\(y\\)",
    ":material/delete: :material/home:",
    ":red[빨강] :red-background[바탕] :small[작게] :rainbow[무지개] :blue-badge[표]",
    ":smile: :+1: :streamlit: :shortcode:",
    "-> <- <-> -- --- >= <= ~= (c) ...",
    "[^1] 각주 [^1]: 설명",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} {0} {title} %s %n",
    "{% raw %} {{ constructor.constructor('alert(1)')() }}",
    "__proto__ constructor toString null undefined NaN",
    "'; DROP TABLE proposals; -- \" OR 1=1",
    "$(touch /tmp/x) `id` | id ; id && id",
    "../../../../etc/passwd C:\\Windows\\win.ini",
    '=HYPERLINK("http://192.0.2.1","x") +1+cmd|\' /C calc\'!A0 @SUM(1)',
    "\u202e거꾸로\u202c 쓴 글 \u2066고립\u2069",
    "보이지\u200b않는\u200d글\ufeff자",
    "e\u0301 \u1112\u1161\u11ab 조합\u0336형",
    "\U0001f469\u200d\U0001f4bb 이모지 \U0001f1f0\U0001f1f7",
    "<details><summary>접힘</summary>속</details>",
    "<b>굵게</b><br><hr><marquee>흐름</marquee>",
    f"<img src=`x`onerror={RUN}> <img/src=x/onerror={RUN}>",
    "expression(alert(1)) url(javascript:alert(1)) @import 'http://192.0.2.1/x.css'",
    "1. 차례를 매긴 제목(가), 24시간!",
    "2) 괄호로 매긴 제목: 나",
    "- 줄로 시작하는 제목",
    "+ 더하기로 시작하는 제목",
    "=== 밑줄 같은 제목 === ---",
    ": 풀이 :: 풀이 ::: 풀이 :a-b:",
    "9~18시, 3~5일, a^b, H~2~O",
    "| 세로줄로 시작 | 둘 |",
    "아" * 150,
)
SHOWN_BUT_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
PAYLOADS = tuple(f"{body}¶{place:02d}" for place, body in enumerate(BODIES))


def joined(most: int, start: int = 0, between: str = " ") -> str:
    """As many payloads as go into `most` characters, from the one at `start` on, round and round."""
    taken: list[str] = []
    for step in range(len(PAYLOADS)):
        one = PAYLOADS[(start + step) % len(PAYLOADS)]
        if len(between.join([*taken, one])) > most:
            if not taken:
                continue
            break
        taken.append(one)
    return between.join(taken)


def seen(text: str) -> str:
    """A text as an eye takes it in: without what is not to be seen, blanks as one."""
    return " ".join(SHOWN_BUT_UNSEEN.sub("", text).split())


_EYES = [seen(body) for body in BODIES]
_STRIPPED = [seen(unescape(re.sub("<[^>]*>?", "", body))) for body in BODIES]
"""What the built-in advisor makes of a sentence it picks: it leaves markup out of a pitch, a blank in its place."""
_MARK = re.compile(r"¶(\d\d)")


def misshown(text: str, *, may_be_stripped: bool = False) -> list[str]:
    """What stands before a mark and is not its payload; the last signs of it."""
    shown = seen(text)
    wrong = []
    for mark in _MARK.finditer(shown):
        body = _EYES[int(mark.group(1))]
        before = shown[: mark.start()]
        stripped = may_be_stripped and before.rstrip().endswith(_STRIPPED[int(mark.group(1))][-20:])
        if not before.endswith(body) and not stripped:
            wrong.append(f"{mark.group()}: …{before[-len(body) - 10 :]}")
    return wrong


LOOK = """() => {
  const texts = [], made = [];
  const skip = new Set(["SCRIPT", "STYLE", "NOSCRIPT"]);
  const strange = ".katex, .mermaid, iframe, object, embed, marquee, math, base";
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === 3) texts.push(node.data);
      if (node.nodeType !== 1 || skip.has(node.tagName)) continue;
      const style = getComputedStyle(node);
      const apart = style.display !== "inline";
      if (apart) texts.push("\\n");
      const tag = node.tagName.toLowerCase();
      if (tag === "input" || tag === "textarea") texts.push("\\n" + node.value + "\\n");
      for (const name of ["href", "src", "action", "data", "srcdoc"]) {
        const value = node.getAttribute?.(name);
        if (value) made.push([tag, name, value, node[name]?.baseVal ?? String(node[name] ?? "")]);
      }
      for (const { name } of node.attributes ?? []) if (name.startsWith("on")) made.push([tag, name, "", ""]);
      if (node.matches(strange)) made.push([tag, "itself", "", ""]);
      walk(node);
      if (node.shadowRoot) walk(node.shadowRoot);
      if (apart) texts.push("\\n");
    }
  };
  walk(document.body);
  return { text: texts.join(""), made, ran: document.documentElement.dataset.ran ?? "" };
}"""


@dataclass
class Eyes:
    """What was noticed in a browser while hostile texts were on its pages; `ours` are how our addresses begin."""

    ours: tuple[str, ...]
    noticed: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    def open_on(self, context: BrowserContext) -> None:
        """Look at everything this context does from now on."""
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', (e) => console.error("
            "`policy broken: ${e.violatedDirective} ${e.blockedURI}`));"
        )
        context.on("request", lambda asked: self._hear(asked.url))
        context.on("dialog", lambda dialog: (self.noticed.append(f"dialog {dialog.message}"), dialog.dismiss()))
        context.on("console", lambda said: self._say(said.text))

    def _hear(self, url: str) -> None:
        if not url.startswith((*self.ours, "data:", "blob:")):
            self.noticed.append(f"request {url}")

    def _say(self, text: str) -> None:
        if "policy" in text.lower():
            self.noticed.append(text)

    def look(self, page: Page, *, may_be_stripped: bool = False) -> None:
        """Look through a whole page, shadows and boxes included."""
        found = page.evaluate(LOOK)
        where = page.url.split("/", 3)[-1]
        if found["ran"]:
            self.noticed.append(f"{where}: a script ran")
        for tag, name, written, meant in found["made"]:
            ours = not meant or meant.startswith((*self.ours, "data:image/", "blob:")) or written.startswith("#")
            if name in {"itself", "srcdoc"} or name.startswith("on") or not ours or "192.0.2.1" in written:
                self.noticed.append(f"{where}: <{tag} {name}={written[:80]!r}>")
        self.noticed += [f"{where}: {each}" for each in misshown(found["text"], may_be_stripped=may_be_stripped)]
        self.marks |= set(_MARK.findall(found["text"]))
