"""The phone ballot: small pages made on the server, which work without JavaScript. Knows voting, nothing of models."""
