namespace MdeHunting.Reporting;

/// <summary>How far the run of a query is.</summary>
/// <param name="Status">What it does.</param>
/// <param name="PercentComplete">How much is done; -1 where that is not known.</param>
/// <param name="SecondsRemaining">How long it still takes; -1 where that is not known.</param>
internal readonly record struct HuntingProgress(string Status, int PercentComplete, int SecondsRemaining);
