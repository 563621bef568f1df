"""Documents from people's computers, read in a process of their own."""
