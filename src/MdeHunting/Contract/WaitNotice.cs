namespace MdeHunting.Contract;

/// <summary>That a query waits before it is sent.</summary>
/// <param name="Why">For what.</param>
/// <param name="Time">How long.</param>
/// <param name="Until">Until when (UTC).</param>
internal readonly record struct WaitNotice(string Why, TimeSpan Time, DateTime Until);
