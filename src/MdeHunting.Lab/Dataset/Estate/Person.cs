namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>Someone who works here, and the machine they work on.</summary>
internal sealed record Person(Account Account, Machine Desk, string Department, bool IsNeverAway);
