namespace MdeHunting.Module.Help;

/// <summary>What goes into a cmdlet or comes out of it.</summary>
/// <param name="Name">The type's full name.</param>
/// <param name="Description">What it is; may be empty.</param>
internal sealed record TypeHelp(string Name, string Description);
