"""What the pages of a case share: its words, the buttons of its moves, the facts of each part, tables tried before they count."""
