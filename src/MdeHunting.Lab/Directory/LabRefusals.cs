namespace MdeHunting.Lab.Directory;

/// <summary>
/// Every refusal that the lab's own tenants can be made to give, by the way in which it is met. The numbers are those of
/// https://learn.microsoft.com/entra/identity-platform/reference-error-codes; in a browser Entra tells a person most of them on its own page, where
/// a client hears no more than that nothing came back: the lab sends them on, as it does to clients that open the page in a window of their own.
/// </summary>
public static class LabRefusals
{
    private const string UnknownScope = "https://graph.microsoft.com/Mail.Read";
    private const string UnknownResource = "https://nowhere.example/.default";

    private static readonly Guid UnknownApplication = new("99999999-9999-9999-9999-999999999999");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LabRefusal> All { get; } =
    [.. SignIns(), .. Policies(LabFlows.DeviceCode), .. Policies(LabFlows.Browser), .. Refreshes(), .. Applications()];

    private static IEnumerable<LabRefusal> SignIns() =>
        [
            new(65001, "invalid_grant", LabFlows.DeviceCode) { ClientId = LabApplications.NoConsent.Id, SubError = "consent_required" },
            new(65001, "consent_required", LabFlows.Browser) { ClientId = LabApplications.NoConsent.Id, SubError = "consent_required" },
            new(650053, "invalid_scope", LabFlows.DeviceCode) { Scope = UnknownScope },
            new(650053, "invalid_scope", LabFlows.Browser) { Scope = UnknownScope },
            new(500011, "invalid_resource", LabFlows.DeviceCode) { Scope = UnknownResource },
            new(500011, "invalid_resource", LabFlows.Browser) { Scope = UnknownResource },
            new(700016, "unauthorized_client", LabFlows.DeviceCode) { ClientId = UnknownApplication },
            new(700016, null, LabFlows.Browser) { ClientId = UnknownApplication },
            new(90002, "invalid_request", LabFlows.DeviceCode) { Tenant = "nowhere.example" },
            new(90002, null, LabFlows.Browser) { Tenant = "nowhere.example" },
            new(7000218, "invalid_client", LabFlows.DeviceCode) { ClientId = LabApplications.Runbook.Id },
            new(50011, null, LabFlows.Browser) { RedirectUri = "https://nowhere.example/callback" },
        ];

    private static IEnumerable<LabRefusal> Policies(LabFlows flow) =>
        LabAccounts
            .Refused.Where(account => account.Policy!.Flows.HasFlag(flow))
            .Select(account => Under(account.Policy!, flow) with { Account = account.UserPrincipalName });

    private static IEnumerable<LabRefusal> Refreshes() =>
        [
            new(50173, "invalid_grant", LabFlows.Refresh) { Cause = LabRefusalCause.SessionsRevoked, SubError = "bad_token" },
            new(700082, "invalid_grant", LabFlows.Refresh) { Cause = LabRefusalCause.Inactivity, SubError = "bad_token" },
            new(650053, "invalid_scope", LabFlows.Refresh) { Scope = UnknownScope },
            .. LabPolicies
                .All.Where(policy => policy.Flows.HasFlag(LabFlows.Refresh))
                .Select(policy => Under(policy, LabFlows.Refresh) with { Cause = LabRefusalCause.PolicyApplied, Policy = policy }),
        ];

    private static IEnumerable<LabRefusal> Applications() =>
        new LabRefusal[]
        {
            new(7000215, "invalid_client", LabFlows.Application) { Secret = "wrong" },
            new(7000222, "invalid_client", LabFlows.Application) { Secret = LabApplications.ExpiredSecret },
            new(500011, "invalid_resource", LabFlows.Application) { Scope = UnknownResource },
            new(1002012, "invalid_scope", LabFlows.Application) { Scope = UnknownScope },
            new(90002, "invalid_request", LabFlows.Application) { Tenant = "nowhere.example" },
        }
            .Select(refusal => refusal with { ClientId = LabApplications.Runbook.Id })
            .Append(new(700016, "unauthorized_client", LabFlows.Application) { ClientId = UnknownApplication });

    private static LabRefusal Under(LabPolicy policy, LabFlows flow)
    {
        var error = flow == LabFlows.Browser && policy.Error == "invalid_grant" ? "access_denied" : policy.Error;
        return new(policy.Code, error, flow) { SubError = policy.SubError, HasClaims = policy.HasClaims };
    }
}
