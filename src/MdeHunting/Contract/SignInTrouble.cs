namespace MdeHunting.Contract;

/// <summary>Whether the trouble of a sign-in passes by itself, so that asking again a little later may help.</summary>
internal enum SignInTrouble
{
    /// <summary>It does not: the identity service refused, or what was given is not right.</summary>
    Lasting,

    /// <summary>No response came: the network, or a service that is silent. Whether the request arrived is not known.</summary>
    NoResponse,

    /// <summary>The identity service says that it cannot answer now.</summary>
    Busy,

    /// <summary>A response came that is none of the identity service's: a page of the network, cut, damaged.</summary>
    BadResponse,
}
