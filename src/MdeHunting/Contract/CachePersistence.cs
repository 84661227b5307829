namespace MdeHunting.Contract;

/// <summary>Where the accounts of users are kept.</summary>
internal enum CachePersistence
{
    /// <summary>In this process.</summary>
    Memory,

    /// <summary>In a cache that the system encrypts; in this process where it has none.</summary>
    Encrypted,

    /// <summary>The same, and in a plain file where the system has none.</summary>
    EncryptedOrPlain,
}
