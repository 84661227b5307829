namespace MdeHunting.Contract;

/// <summary>Who may consent for a tenant: https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent.</summary>
internal static class ConsentRoles
{
    /// <summary>Those for delegated permissions, and for application permissions of other APIs than Graph.</summary>
    public const string Usual = "a Cloud Application Administrator or an Application Administrator";

    /// <summary>The one for application permissions of Microsoft Graph.</summary>
    public const string OfGraphItself = "a Privileged Role Administrator";

    /// <summary>Those for the permission that hunting needs.</summary>
    public static string Of(MdeApi api, bool isByItself) => isByItself && api is MdeApi.Graph ? OfGraphItself : Usual;
}
