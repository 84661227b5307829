namespace MdeHunting.Lab.Kql;

/// <summary>What one tenant's queries see: its tables by name, and the moment (UTC) that its <c>now()</c> and <c>ago()</c> count from.</summary>
public sealed record KqlDatabase(IReadOnlyDictionary<string, KqlTable> Tables, DateTime Now);
