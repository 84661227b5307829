namespace MdeHunting.Tests.Faults;

/// <summary>How the question is asked.</summary>
public enum FaultMode
{
    /// <summary>One query of one tenant.</summary>
    Query,

    /// <summary>One query, in four windows of time.</summary>
    Windows,

    /// <summary>Two queries of three tenants, side by side.</summary>
    Tenants,
}
