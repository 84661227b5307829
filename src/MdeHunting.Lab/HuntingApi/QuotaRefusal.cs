namespace MdeHunting.Lab.HuntingApi;

/// <summary>Why a quota lets no call in, and how long it will be so.</summary>
internal sealed record QuotaRefusal(TimeSpan Wait, string Message);
