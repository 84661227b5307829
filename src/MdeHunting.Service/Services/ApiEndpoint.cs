using MdeHunting.Contract;

namespace MdeHunting.Service.Services;

/// <summary>Where a hunting service of a cloud is.</summary>
/// <param name="BaseAddress">The address that the service's path is appended to.</param>
/// <param name="Resource">The resource (audience) that tokens for it are issued for; a scope is this and a permission.</param>
/// <param name="RowLimit">How many rows a result has at the most in this cloud; null for the service's usual limit.</param>
/// <param name="ByteLimit">How many bytes a result may have in this cloud; null for the service's usual limit.</param>
/// <param name="Quotas">Quotas that are other than the usual ones; null for none.</param>
internal sealed record ApiEndpoint(Uri BaseAddress, string Resource, int? RowLimit = null, long? ByteLimit = null, IReadOnlyList<QuotaLimit>? Quotas = null);
