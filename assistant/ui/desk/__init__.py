"""The writing desk: one draft with everything around it. Each piece is a part of the page 제안 쓰기."""
