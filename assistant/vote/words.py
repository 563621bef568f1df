"""Every sentence a voter reads, Korean first and English beside it.

Law: a refusal says whether the ballot is in the box and what to do next.
"""

from __future__ import annotations

from assistant.domain.paper import Why
from assistant.domain.voter import Entry

Both = tuple[str, str]
"""Korean, English."""

ENTRY: dict[Entry, Both] = {
    Entry.WRONG: (
        "자리 번호나 코드가 맞지 않습니다. 카드를 보고 다시 적어 주시고, 그래도 안 되면 안내 데스크에 말씀해 주십시오.",
        "Seat or code is not right. Please look at your card and try again, or go to the help desk.",
    ),
    Entry.SEAT_SHUT: (
        "이 자리는 틀린 코드가 여러 번 적혀 잠겼습니다. 안내 데스크에 말씀해 주십시오.",
        "This seat is locked after many wrong codes. Please go to the help desk.",
    ),
    Entry.ALL_SHUT: (
        "틀린 코드가 너무 많아 입장을 잠시 멈추었습니다. 안내 데스크에 말씀해 주십시오.",
        "Too many wrong codes in the hall. Please go to the help desk.",
    ),
    Entry.ENDED: (
        "이 화면으로는 더 이상 투표할 수 없습니다. 카드의 코드로 다시 들어와 주십시오.",
        "This screen cannot vote any more. Please enter again with the code on your card.",
    ),
    Entry.OVER: ("투표가 마감되어 들어갈 수 없습니다.", "The vote is closed; nobody can enter any more."),
}

REFUSED: dict[Why, Both] = {
    Why.NOT_OPEN: (
        "전송되지 않았습니다. 지금은 열려 있지 않은 제안입니다.",
        "Not sent: this proposal is not open for voting now.",
    ),
    Why.NOT_YOURS: ("전송되지 않았습니다. 이 투표의 제안이 아닙니다.", "Not sent: not a proposal of this vote."),
    Why.RECUSED: (
        "전송되지 않았습니다. 이해충돌로 투표하실 수 없는 제안입니다.",
        "Not sent: you have a conflict of interest with this proposal.",
    ),
    Why.NOT_A_NUMBER: ("전송되지 않았습니다. 점수는 정수로 적어 주십시오.", "Not sent: please give whole numbers."),
    Why.OUT_OF_RANGE: ("전송되지 않았습니다. 점수가 범위를 벗어났습니다.", "Not sent: the score is out of range."),
    Why.TOO_MANY_CHOICES: ("전송되지 않았습니다. 너무 많이 고르셨습니다.", "Not sent: too many were chosen."),
    Why.NOTHING: ("전송되지 않았습니다. 투표지가 온전하지 않습니다.", "Not sent: the ballot is not whole."),
    Why.CHANGED_ELSEWHERE: (
        "이번 투표지는 전송되지 않았습니다. 다른 화면에서 이미 투표하셨습니다. 아래는 지금 투표함에 있는 내용입니다.",
        "Not sent: you have voted on another screen. Below is what counts now.",
    ),
    Why.NO_CHANGE: (
        "이미 투표하셨습니다. 이 투표는 고칠 수 없습니다.",
        "You have voted already; this vote cannot be changed.",
    ),
    Why.NOT_HANDED_OUT: (
        "전송되지 않았습니다. 안내 데스크에 말씀해 주십시오.",
        "Not sent: please go to the help desk.",
    ),
}

ENTER = ("투표하러 들어가기", "Enter to vote")
ENTER_HINT = ("카드에 적힌 자리 번호와 코드를 적어 주십시오.", "Please type the seat and the code on your card.")
SEAT = ("자리 번호", "Seat")
CODE = ("코드 8자리", "Code, 8 characters")
GO_IN = ("들어가기", "Enter")
NO_POLL = ("지금은 투표가 없습니다.", "There is no vote now.")
NOT_FOUND = ("이 주소에는 화면이 없습니다. 카드의 QR을 다시 비추어 주십시오.", "There is no such page.")
NOT_YET = ("아직 투표가 시작되지 않았습니다. 시작되면 이 화면이 바뀝니다.", "Not open yet. This page will change.")
NOTHING_OPEN = (
    "지금 투표하실 제안이 없습니다. 열리면 이 화면이 바뀝니다.",
    "Nothing for you to vote on now. This page will change.",
)
OVER = ("투표가 마감되었습니다.", "The vote is closed.")
SECRET = ("비밀 투표입니다. 누가 어떻게 투표했는지 남지 않습니다.", "Your vote is secret.")
NAMED = ("기명 투표입니다. 성명과 함께 기록됩니다.", "Your vote carries your name.")
SCORE = ("점수", "Score")
NO_SCORE = ("투표하지 않음", "No vote")
BLANK_HINT = ("비워 두시면 그 제안에는 투표하지 않은 것으로 처리합니다.", "Leave empty to give no vote.")
RECUSED = ("이해충돌로 투표하지 않는 제안입니다.", "You do not vote on this one: conflict of interest.")
CAST_ALREADY = ("투표함에 있음", "in the box")
READ = ("제안 내용 보기", "Read the proposal")
BACK = ("투표지로 돌아가기", "Back to the ballot")
REVIEW = ("확인하기", "Review")
REVIEW_TITLE = ("이대로 투표하시겠습니까?", "Cast this ballot?")
NOT_CAST_YET = (
    "아직 전송되지 않았습니다. 아래 ‘투표함에 넣기’를 눌러야 투표가 끝납니다.",
    "Not sent yet. Press “Cast” to vote.",
)
CAST = ("투표함에 넣기", "Cast")
CORRECT = ("고치기", "Correct")
CHANGEABLE = (
    "마감 전까지 고칠 수 있으며, 마지막에 넣은 투표지만 집계합니다.",
    "You may change it until closing; the last one counts.",
)
UNCHANGEABLE = ("한 번 넣으면 고칠 수 없습니다.", "It cannot be changed once cast.")
RECEIPT_TITLE = ("투표함에 들어갔습니다", "Your ballot is in the box")
RECEIPT_PAGE = ("투표 확인", "Your receipt")
RECEIPT = ("투표 확인 코드", "Receipt")
RECEIPT_HINT = (
    "결과가 공개되면 투표 확인 코드 목록에서 이 코드를 찾아볼 수 있습니다. 코드로는 투표 내용을 알 수 없습니다.",
    "Find this code in the published list. It does not show how you voted.",
)
NOT_YOUR_RECEIPT = ("이 자리의 투표 확인 코드가 아닙니다.", "This is no receipt of your seat.")
SUPERSEDED = ("그 뒤에 고치신 투표지로 바뀌었습니다.", "A later ballot of yours stands for this one.")
COUNTS_NOW = ("집계될 내 투표지", "What counts now")
NOTHING_CAST = ("아직 투표하지 않으셨습니다.", "You have not voted yet.")
LEAVE = ("나가기", "Leave")
UNAVAILABLE = (
    "아직 전송되지 않았습니다. 잠시 뒤 ‘다시 보내기’를 눌러 주십시오. 두 번 눌러도 한 번만 집계합니다.",
    "Not sent yet. Please press “Send again”; it counts only once.",
)
SEND_AGAIN = ("다시 보내기", "Send again")
BAD_REQUEST = (
    "전송되지 않았습니다. 투표지를 다시 열어 주십시오.",
    "Not sent. Please open the ballot again.",
)
TYPED_WRONG = ("고쳐 주십시오", "Please correct")
