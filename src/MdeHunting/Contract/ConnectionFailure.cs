namespace MdeHunting;

/// <summary>The ways in which a connection cannot be made or found; each name is the ErrorId of its error record.</summary>
public enum ConnectionFailure
{
    /// <summary>There is no connection in this runspace.</summary>
    NotConnected,

    /// <summary>No connection has that name.</summary>
    ConnectionNotFound,

    /// <summary>The tenant is neither an id nor a domain.</summary>
    InvalidTenantId,

    /// <summary>The client id is not an application id.</summary>
    InvalidClientId,

    /// <summary>No client id was given, and the sign-in needs one.</summary>
    ClientIdMissing,

    /// <summary>No tenant was given, and the sign-in does not tell which it is.</summary>
    TenantIdMissing,

    /// <summary>Two arguments say different things of the same matter.</summary>
    ArgumentConflict,

    /// <summary>The environment names a proxy (HTTPS_PROXY, ALL_PROXY) whose address is not valid.</summary>
    InvalidProxyVariable,

    /// <summary>A path leads to another provider of PowerShell's than the file system, such as <c>env:</c>.</summary>
    PathOfAnotherProvider,

    /// <summary>The connection was closed.</summary>
    ConnectionClosed,

    /// <summary>
    /// The connection comes from another process, such as the one that started this job: only its description was copied, which no query can run with.
    /// </summary>
    ConnectionOfOtherProcess,

    /// <summary>The application of Microsoft's that was named cannot be used for this API, or for this way to sign in.</summary>
    SharedApplicationUnfit,

    /// <summary>A pattern or a tenant means more than one connection, where one is needed.</summary>
    ConnectionAmbiguous,
}
