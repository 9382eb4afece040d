"""First names that people in France bear, as a list of our own: what tells « Jean Dupont » from « Salle Polyvalente ».

Written for this product, not taken from a file. A name that is missing is still found after « M. » or « Mme ».
Words that are more often something else (France, Paris, Avril) are left out on purpose.
"""

from services.kit.text import fold

_WRITTEN = """
Adam Adèle Adeline Adrien Adrienne Agathe Agnès Ahmed Aïcha Aimée Alain Alan Albane Albert Alberte Alexandra Alexandre
Alexia Alexis Alfred Ali Alice Alicia Aline Alix Alizée Alphonse Alphonsine Amandine Amar Ambre Amélie Amina Amine Amir
Anaïs Anas Anatole André Andrée Andréa Ange Angèle Angelina Angélique Anissa Anita Anna Annabelle Anne Annette Annick
Annie Anouk Anthony Antoine Antoinette Antonin Antonio Apolline Ariane Aristide Arlette Armand Armande Armelle Arnaud
Arsène Arthur Assia Astrid Aude Audrey Auguste Augustin Augustine Aurélia Aurélie Aurélien Aurore Axel Axelle Aya Aymeric
Ayoub Aziz Baptiste Barbara Bastien Baudouin Béatrice Bénédicte Benjamin Benoît Bérangère Bérénice Bernadette Bernard
Berthe Bertrand Bettina Bilal Blaise Blandine Boris Boubacar Brahim Brandon Brice Brigitte Bruno Bryan Camille Capucine
Carine Carla Carlos Carmen Carole Carolane Caroline Cassandra Catherine Cathy Cécile Cédric Célestin Célestine Célia
Céline Chantal Charlène Charles Charline Charlotte Cheikh Chloé Christel Christelle Christian Christiane Christine
Christophe Cindy Clara Clarisse Claude Claudette Claudie Claudine Clélia Clémence Clément Clémentine Cléo Clotilde Clovis
Colette Coline Colin Constance Constantin Coralie Corentin Corinne Cosette Cyprien Cyril Cyrille Damien Dan Daniel
Danièle Danielle Dany David Deborah Delphine Denis Denise Désiré Désirée Diane Didier Dimitri Dominique Donovan Dorian
Doriane Doris Dorothée Dylan Édith Edmond Edmonde Édouard Edwige Éléonore Élia Eliane Élias Élie Éliott Élisa Élisabeth
Elise Ella Éloi Éloïse Elsa Élodie Emma Emmanuel Emmanuelle Emeline Émilie Émile Émilien Emilienne Enzo Éric Erika Ernest
Ernestine Erwan Esteban Estelle Esther Étienne Etiennette Eugène Eugénie Eva Évelyne Ève Fabien Fabienne Fabrice Fanny
Farid Farida Fatima Fatou Fatoumata Faustine Félicie Félicien Félix Ferdinand Fernand Fernande Fernando Firmin Flavie
Flavien Flora Florent Florian Floriane Florine Francine Francis Franck François Françoise Frédéric Frédérique Gabin
Gabriel Gabrielle Gaël Gaëlle Gaétan Gaëtane Gaspard Gaston Geneviève Geoffrey Geoffroy Georges Georgette Gérald
Géraldine Gérard Germain Germaine Ghislain Ghislaine Gilbert Gilberte Gildas Gilles Ginette Gisèle Grégoire Grégory
Guillaume Gustave Guy Guylaine Gwenaël Gwenaëlle Gwendoline Hamid Hamza Hanna Hassan Hector Hélène Héloïse Henri Henriette
Hervé Hocine Honoré Hortense Houria Hubert Hugo Hugues Huguette Ibrahim Ibrahima Idriss Ilan Ilyes Imane Inès Ingrid Irène
Iris Irma Isabelle Isaac Ismaël Issa Ivan Jacinthe Jacky Jacob Jacqueline Jacques Jade Jamel Jamila Jane Janine Jasmine
Jean Jeanine Jeanne Jeannine Jeannot Jennifer Jenny Jérémie Jérémy Jérôme Jessica Jessy Joachim Joan Joanna Jocelyn
Jocelyne Joël Joëlle Johan Johann Johanna Johnny Jonas Jonathan Jordan Jordane Joris José Joseph Josée Josèphe Joséphine
Josette Josiane Josselin Jude Judith Jules Julia Julian Juliana Julie Julien Julienne Juliette Justin Justine Kader Kamel
Karen Karim Karima Karine Katell Katia Kelly Kenza Kévin Khadija Khaled Killian Kylian Kim Laetitia Laïla Lamine Lana
Laura Laure Lauréna Laureline Laurence Laurent Laurène Laurianne Laurie Laurine Léa Léna Léo Léon Léonard Léonie Léopold
Leslie Lila Lilian Liliane Lilou Lily Lina Linda Line Lionel Lisa Lise Livia Loan Loïc Loïck Loïs Lola Lorenzo Lorette
Lorraine Lou Louane Loubna Louis Louise Louisa Louna Luc Luca Lucas Lucette Lucie Lucien Lucienne Lucile Lucille Ludivine
Ludovic Luigi Luis Lya Lydia Lydie Lyna Lyne Maël Maëlle Maëlys Maëva Magali Magalie Magdalena Mahaut Malek Malik Malika
Malo Mamadou Manon Manuel Manuela Marc Marceau Marcel Marcelin Marceline Marcelle Margaux Margot Marguerite Maria Marianne
Marie Mariam Mariama Marielle Marilyne Marina Marion Marius Marjolaine Marjorie Marlène Marthe Martial Martin Martine
Maryline Maryse Maryvonne Mateo Mathéo Mathias Mathieu Mathilde Mathis Mathurin Matéo Matthias Matthieu Maud Maureen
Maurice Maurane Mauricette Max Maxence Maxime Maximilien Maya Mehdi Mélanie Mélina Mélinda Mélissa Mélodie Mercedes
Meriem Micheline Michel Michèle Michelle Miguel Mickaël Milan Mila Milo Mireille Mohamed Mohammed Moïse Mona Monique
Morgan Morgane Mounir Moussa Mouna Muriel Mustapha Myriam Nabil Nadège Nadia Nadine Naïm Naomi Nassim Nasser Natacha
Nathalie Nathan Nathanaël Nelly Nicolas Nicole Nina Ninon Noa Noah Noam Noé Noélie Noëlie Noëlle Noémie Nolan Nora
Norbert Nordine Norah Nour Océane Octave Octavie Odette Odile Olga Oliver Olivia Olivier Ophélie Oriane Oscar Ousmane
Pablo Paola Pascal Pascale Pascaline Patrice Patricia Patrick Paul Paula Paule Paulette Pauline Pedro Perrine Philibert
Philippe Philippine Philomène Pierre Pierrette Pierrick Priscilla Quentin Rachel Rachid Rachida Rafaël Raoul Raphaël
Raphaëlle Rayan Raymond Raymonde Rebecca Régine Régis Reine Rémi Rémy Renaud René Renée Reynald Richard Rita Robert
Roberte Robin Rodolphe Rodrigue Roger Roland Rolande Romain Romane Romaric Roméo Romuald Ronan Rosalie Rosine Roselyne
Roxane Ruben Sabine Sabrina Sacha Saïd Saïda Salim Salima Salomé Sam Samantha Sami Samia Samir Samira Samuel Samy Sandra
Sandrine Sara Sarah Sébastien Selma Serge Servane Séverine Séverin Sidonie Sihem Simon Simone Sixtine Sofia Sofiane Solange
Solène Soline Soizic Sonia Sophie Soraya Souad Stanislas Stella Stéphane Stéphanie Steve Steven Suzanne Suzette Sylvain
Sylvaine Sylvette Sylvia Sylvie Tania Tanguy Tatiana Teddy Teresa Tessa Thaïs Théa Théo Théodore Théophile Thérèse
Thibaud Thibault Thibaut Thierry Thiébaut Thomas Tiago Tifany Tiffany Timéo Timothée Titouan Tom Tony Tristan Ugo Ulysse
Urbain Ursule Valentin Valentine Valérian Valérie Valéry Vanessa Véra Véronique Vianney Vicente Victor Victoria Victorine
Vincent Violaine Violette Virginie Viviane Vivien Vladimir Wafa Walid Wassim Wilfried William Willy Wendy Xavier Xavière
Yacine Yaël Yamina Yann Yanis Yannick Yannis Yasmina Yasmine Yassine Yoan Yoann Yohan Yohann Yolande Youcef Youssef
Yvan Yves Yvette Yvon Yvonne Zacharie Zakaria Zélie Zineb Zoé Zohra Fanta Awa Aminata Aïssatou Kadiatou Oumar Abdoulaye
Abdel Abdelkader Abdallah Abdellah Rabah Slimane Leïla Latifa Nawel Hafida Fadila Nguyen Minh Linh Mei Wei Ivana Marek
Piotr Agnieszka Katarzyna Joaquim Joao Manoel Rui Ana Ines Catarina Giovanni Giuseppe Salvatore Rosa Luigia Mehmet Ayse
Fatma Emre Elif Oksana Olena Natalia Svetlana Igor Sergueï Oleksandr Andreï Mihai Ionut Elena Ioana Claire Rose Blanche
Colombe Marine Prune Flore Fleur Victoire Aimé Anselme Barnabé Côme Gauthier Gautier Lambert Lazare Léandre Loup Noël
Odilon Sixte Sylvestre Théodule Valère Zéphyrin Florence
"""

FIRST_NAMES = frozenset(fold(name) for name in _WRITTEN.split())
"""Folded: no capital, no accent."""
