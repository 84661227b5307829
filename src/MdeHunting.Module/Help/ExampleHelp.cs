namespace MdeHunting.Module.Help;

/// <summary>An example of a cmdlet.</summary>
/// <param name="Title">What it is for.</param>
/// <param name="Code">What to type.</param>
/// <param name="Remarks">Why so, in paragraphs.</param>
internal sealed record ExampleHelp(string Title, string Code, IReadOnlyList<string> Remarks);
