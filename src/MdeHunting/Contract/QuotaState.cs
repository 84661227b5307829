namespace MdeHunting.Contract;

/// <summary>A quota and what this process has used of it.</summary>
/// <param name="Quota">The quota.</param>
/// <param name="Used">How much was used in the period that ends now.</param>
/// <param name="FreesAt">When the next of what was used is free again (UTC); null where nothing was used.</param>
/// <param name="BlockedUntil">Until when the service asked to wait (UTC); null where it did not.</param>
internal sealed record QuotaState(QuotaLimit Quota, double Used, DateTime? FreesAt, DateTime? BlockedUntil);
