"""The Streamlit screens; errands, Korean first."""
