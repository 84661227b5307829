using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Tokens;

/// <summary>
/// Judges by a token whether a service would let its bearer hunt. Of several things that are missing the first is told, in the order in which a service
/// looks at them: audience, time, permission.
/// </summary>
internal static class HuntingRights
{
    /// <summary>The rights to hunt through each service.</summary>
    /// <param name="facts">What the token says.</param>
    /// <param name="own">The services of the connection's environment; null where there is no connection.</param>
    /// <param name="now">The time (UTC).</param>
    public static MdeHuntingRight[] OfAll(TokenPermissions facts, IReadOnlyDictionary<MdeApi, ApiEndpoint>? own, DateTime now)
    {
        string? Resource(MdeApi api) => own is not null && own.TryGetValue(api, out var endpoint) ? endpoint.Resource : null;

        return [.. HuntingService.All.Select(api => Of(api, facts, Resource(api.Api), now))];
    }

    /// <summary>The right to hunt through one service.</summary>
    /// <param name="api">The service.</param>
    /// <param name="facts">What the token says.</param>
    /// <param name="ownResource">The resource that the connection's environment names for the service; null where there is no connection.</param>
    /// <param name="now">The time (UTC).</param>
    public static MdeHuntingRight Of(HuntingService api, TokenPermissions facts, string? ownResource, DateTime now) =>
        AudienceProblem(api, facts.Audiences, ownResource)
        ?? TimeProblem(api, facts, now)
        ?? facts.Kind switch
        {
            TokenKind.Delegated => OfScope(api, facts.Scopes),
            TokenKind.Application => OfRole(api, facts.Roles),
            _ => MdeHuntingRight.No(
                api.Api,
                "the token has neither scopes nor roles",
                $"An application by itself needs the application permission {api.ApplicationPermission} of '{api.Resource}', "
                    + $"a user the delegated permission {api.Permission}. Grant it with admin consent, then sign in again."
            ),
        };

    private static MdeHuntingRight? AudienceProblem(HuntingService api, string[] audiences, string? ownResource)
    {
        if (audiences.Any(a => api.Includes(a) || (ownResource is not null && Audience.IsOf(ownResource, a))))
        {
            return null;
        }

        var advice = $"Get one for '{api.Resource}': Connect-MdeTenant -Api {api.Api} does.";
        if (audiences.Length == 0)
        {
            return MdeHuntingRight.No(api.Api, "the token doesn't name the API that it's for", advice);
        }

        return audiences.FirstOrDefault(api.IsWithoutHunting) is { } without
            ? MdeHuntingRight.No(api.Api, $"the token is for {without}, where {api.Resource} has no hunting", "No other token changes that.")
            : MdeHuntingRight.No(api.Api, $"the token is for {string.Join(" and ", audiences.Select(Describe))}", advice);
    }

    private static MdeHuntingRight? TimeProblem(HuntingService api, TokenPermissions facts, DateTime now)
    {
        if (facts.ExpiresOn <= now)
        {
            return MdeHuntingRight.No(api.Api, $"the token expired {UtcText.Second(facts.ExpiresOn.Value)}", "Sign in again.");
        }

        return facts.NotBefore > now
            ? MdeHuntingRight.No(api.Api, $"the token isn't valid before {UtcText.Second(facts.NotBefore.Value)}", "Check this machine's clock.")
            : null;
    }

    private static MdeHuntingRight OfScope(HuntingService api, string[] scopes) =>
        scopes.Contains(api.Permission, StringComparer.Ordinal)
            ? MdeHuntingRight.Yes(
                api.Api,
                $"the token has the scope {api.Permission}",
                "Its user also needs a role in Defender, such as Security Reader, and access to the device groups that it queries, which a token doesn't show.",
                "the user also needs a role in Defender"
            )
            : MdeHuntingRight.No(
                api.Api,
                $"the token is a delegated token without the scope {api.Permission}",
                $"Grant admin consent for the delegated permission {api.Permission} of '{api.Resource}', then sign in again."
            );

    private static MdeHuntingRight OfRole(HuntingService api, string[] roles) =>
        roles.Contains(api.ApplicationPermission, StringComparer.Ordinal)
            ? MdeHuntingRight.Yes(api.Api, $"the token has the role {api.ApplicationPermission}")
            : MdeHuntingRight.No(
                api.Api,
                $"the token is an application token without the role {api.ApplicationPermission}",
                $"Grant admin consent for the application permission {api.ApplicationPermission} of '{api.Resource}', then sign in again."
            );

    // An application id says nothing to a person.
    private static string Describe(string audience) => HuntingService.OfResource(audience) is { } api ? $"{audience} ({api.Resource})" : audience;
}
