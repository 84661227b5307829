namespace MdeHunting.Service.Quota;

/// <summary>For how long a call has to wait, and why.</summary>
internal readonly record struct QuotaWait(TimeSpan Time, string Why);
