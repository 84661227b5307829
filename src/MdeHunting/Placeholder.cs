namespace MdeHunting;
