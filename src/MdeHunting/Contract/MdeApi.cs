namespace MdeHunting;

/// <summary>The services that answer advanced hunting queries.</summary>
public enum MdeApi
{
    /// <summary>Microsoft Graph, <c>security/runHuntingQuery</c>: the one that goes on.</summary>
    Graph,

    /// <summary>Microsoft Defender for Endpoint, <c>advancedqueries/run</c>; Microsoft has announced its end.</summary>
    Endpoint,

    /// <summary>Microsoft Defender XDR, <c>advancedhunting/run</c>; Microsoft has announced its end.</summary>
    Xdr,
}
