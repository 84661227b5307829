namespace MdeHunting.Tests.Help;

/// <summary>What the built help says of a cmdlet.</summary>
internal sealed record WrittenHelp(
    string Name,
    string Synopsis,
    string Description,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<WrittenExample> Examples,
    IReadOnlyList<(string Text, string Uri)> Links,
    string Notes
);
