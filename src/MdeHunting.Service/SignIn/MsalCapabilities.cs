namespace MdeHunting.Service.SignIn;

/// <summary>What this client tells Entra ID that it can do.</summary>
internal static class MsalCapabilities
{
    /// <summary>It answers claims challenges: https://learn.microsoft.com/entra/identity-platform/claims-challenge.</summary>
    public static readonly string[] ContinuousAccessEvaluation = ["cp1"];
}
