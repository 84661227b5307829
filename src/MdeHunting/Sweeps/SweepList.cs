namespace MdeHunting.Sweeps;

/// <summary>A list of texts that a query looks for, each in its own way.</summary>
internal enum SweepList
{
    /// <summary>SHA-1 hashes.</summary>
    Sha1,

    /// <summary>SHA-256 hashes.</summary>
    Sha256,

    /// <summary>SHA-1 hashes of files whose SHA-256 is looked for.</summary>
    WidenedSha1,

    /// <summary>MD5 hashes.</summary>
    Md5,

    /// <summary>Addresses of IP, in each spelling that rows have.</summary>
    Addresses,

    /// <summary>Networks of IPv4.</summary>
    Networks4,

    /// <summary>Networks of IPv6.</summary>
    Networks6,

    /// <summary>IPv4 addresses that are looked for in texts.</summary>
    IPv4InText,

    /// <summary>IPv6 addresses that are looked for in texts.</summary>
    IPv6InText,

    /// <summary>Names of hosts: domains, and hosts of URLs.</summary>
    Hosts,

    /// <summary>Names of files.</summary>
    FileNames,

    /// <summary>Paths, without what differs from machine to machine.</summary>
    Paths,

    /// <summary>Keys of the registry, likewise.</summary>
    RegistryKeys,

    /// <summary>Names of values of the registry.</summary>
    RegistryValues,

    /// <summary>Mail addresses and user principal names.</summary>
    Mails,

    /// <summary>Subjects of mails.</summary>
    Subjects,

    /// <summary>Ids of mails.</summary>
    MessageIds,

    /// <summary>Security identifiers.</summary>
    Sids,

    /// <summary>Object ids.</summary>
    ObjectIds,

    /// <summary>Names of accounts.</summary>
    AccountNames,

    /// <summary>Hashes of certificates.</summary>
    Certificates,

    /// <summary>Parts of command lines.</summary>
    CommandLines,

    /// <summary>User agents, or parts of them.</summary>
    UserAgents,

    /// <summary>Names of values of the registry, of which the key is looked for as well.</summary>
    RegistryEntries,
}
