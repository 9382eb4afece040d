"""Common French first names, enough to begin most names with: our own list."""

_NAMES = """
Adam Adèle Adrien Agathe Agnès Ahmed Alain Albert Alexandra Alexandre Alexis Ali Alice Aline Amandine
Amélie Amina Anaïs André Andrée Angélique Anne Annick Annie Anthony Antoine Antoinette Arnaud Arthur
Audrey Aurélie Aurélien Baptiste Bastien Béatrice Benjamin Benoît Bernadette Bernard Bertrand Brigitte
Bruno Camille Carole Caroline Catherine Cécile Cédric Céline Chantal Charles Charlotte Chloé Christelle
Christian Christiane Christine Christophe Claire Claude Claudine Clara Clémence Clément Colette Corinne
Cyril Damien Daniel Danielle David Delphine Denis Denise Didier Dominique Dorothée Édith Élisabeth Élise
Élodie Emma Emmanuel Emmanuelle Enzo Éric Estelle Étienne Eugène Évelyne Fabien Fabienne Fabrice Fanny
Fatima Fatoumata Fernand Florence Florian Françoise François Franck Frédéric Frédérique Gabriel
Gabrielle Gaëlle Geneviève Georges Gérald Gérard Germaine Gilbert Gilles Ginette Gisèle Grégory
Guillaume Guy Hamza Hélène Henri Henriette Hervé Hugo Huguette Ibrahim Inès Irène Isabelle Jacqueline
Jacques Jade Jean Jeanne Jeannine Jérémy Jérôme Joël Joëlle Johan Jonathan José Joseph Josette Josiane
Juliette Julie Julien Justine Karim Karine Kévin Khadija Laetitia Laura Laure Laurence Laurent Léa Léo
Léon Liliane Lina Lionel Loïc Louis Louise Luc Lucas Lucette Lucie Lucien Lucienne Ludovic Lydie
Madeleine Magali Manon Marc Marcel Marcelle Margaux Marguerite Marianne Marie Marine Marion Martin
Martine Maryse Mathieu Mathilde Maurice Max Maxime Mehdi Mélanie Michel Michèle Micheline Mireille
Mohamed Monique Morgane Muriel Myriam Nadia Nadine Natacha Nathalie Nathan Nicolas Nicole Noël Noémie
Océane Odette Odile Olivier Ophélie Pascal Pascale Patrice Patricia Patrick Paul Paulette Pauline
Philippe Pierre Pierrette Quentin Rachid Raphaël Raymond Raymonde Régine Régis Rémi Rémy René Renée
Robert Roger Roland Romain Rosa Rose Sabine Sabrina Salomé Samir Samuel Sandra Sandrine Sarah Sébastien
Serge Séverine Simon Simone Solange Sonia Sophie Stéphane Stéphanie Suzanne Sylvain Sylvie Sylviane
Tatiana Théo Théodore Thérèse Thibault Thierry Thomas Tom Valentin Valérie Vanessa Véronique Victor
Vincent Virginie Viviane Xavier Yacine Yann Yannick Yasmine Yolande Yves Yvette Yvonne Zoé
"""
FIRST_NAMES = frozenset(_NAMES.split())
