"""« Modèles de demande »: requests to fill in, with their versions, their sharing and what came of them."""
