using MdeHunting.Contract;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Quota;

/// <summary>Which quotas a connection goes by.</summary>
internal static class QuotaRules
{
    /// <summary>The service's own, but for those that the caller, or the environment, knows better.</summary>
    public static IReadOnlyList<QuotaRule> Of(HuntingApi api, ApiEndpoint endpoint, ConnectRequest request)
    {
        var known = request.Quotas ?? endpoint.Quotas;
        return known is null
            ? api.Quotas
            :
            [
                .. api
                    .Quotas.Where(rule => !known.Any(better => Same(rule, better)))
                    .Concat(known.Select(Of))
                    .OrderBy(rule => rule.Unit)
                    .ThenBy(rule => rule.Period),
            ];
    }

    private static bool Same(QuotaRule rule, QuotaLimit better) => rule.Period == better.Period && (rule.Unit is QuotaUnit.Calls) == (better.Calls is not null);

    private static QuotaRule Of(QuotaLimit limit) =>
        limit.Calls is { } calls
            ? new QuotaRule(QuotaUnit.Calls, calls, limit.Period)
            : new QuotaRule(QuotaUnit.RunningTime, limit.RunningTime!.Value.TotalSeconds, limit.Period);
}
