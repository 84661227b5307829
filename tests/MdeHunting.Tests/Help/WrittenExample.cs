namespace MdeHunting.Tests.Help;

/// <summary>An example as the built help has it.</summary>
internal sealed record WrittenExample(string Title, string Code, string Remarks);
