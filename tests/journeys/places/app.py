"""Every payload in every kind of place that the screens put people's text into; run by test_payloads as an app."""

import streamlit as st

from assistant.ui.parts.cards import Action, Badge, Card, Pair, cards
from assistant.ui.parts.table import Column, Line, table
from assistant.ui.text import plain
from tests.journeys.payloads import PAYLOADS

st.title("모든 자리", anchor=False)
for number, payload in enumerate(PAYLOADS):
    said = plain(payload)
    st.text(payload)
    st.caption(said)
    st.header(said, anchor=False)
    st.subheader(said, anchor=False)
    st.warning(said)
    st.success(said)
    st.button(said, key=f"button-{number}")
    st.checkbox(said, key=f"checkbox-{number}")
    st.text_input(said, key=f"input-{number}", value=payload)
    st.text_area(said, key=f"area-{number}", value=payload)
    st.metric(said, 1)
    st.radio("고르기", [said], key=f"radio-{number}")
    st.segmented_control(said, [1], key=f"control-{number}")
    st.selectbox("하나", [payload], key=f"select-{number}")
    st.code(payload, language=None)
    with st.expander(said, expanded=True):
        st.text("속")
table("table", "표", [Column("글")], [Line((each,)) for each in PAYLOADS])
shown = [
    Card(
        id=str(number),
        title=each,
        badges=(Badge(each),),
        facts=(each,),
        lines=(each,),
        likeness=each,
        pairs=(Pair(each, each, 50),),
        open=True,
        actions=(Action(each, "act"),),
    )
    for number, each in enumerate(PAYLOADS)
]
cards("cards", shown, heading="카드", words={"mine": "내 글", "theirs": "지난 글"})
st.text("끝")
