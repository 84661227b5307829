namespace MdeHunting.Module.Help;

/// <summary>Where more is said.</summary>
/// <param name="Text">What is there; a cmdlet's name, where it is a cmdlet.</param>
/// <param name="Address">The page; null for a cmdlet.</param>
internal sealed record LinkHelp(string Text, string? Address);
