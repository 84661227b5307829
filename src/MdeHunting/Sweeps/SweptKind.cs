namespace MdeHunting.Sweeps;

/// <summary>What a column holds that an indicator can be a value of.</summary>
internal enum SweptKind
{
    /// <summary>A SHA-1 hash of a file.</summary>
    Sha1,

    /// <summary>A SHA-256 hash of a file.</summary>
    Sha256,

    /// <summary>An MD5 hash of a file.</summary>
    Md5,

    /// <summary>An address of IP.</summary>
    Address,

    /// <summary>A text with addresses of IP, such as JSON.</summary>
    AddressText,

    /// <summary>The name of a host.</summary>
    Host,

    /// <summary>A URL, or the name of its host alone.</summary>
    Url,

    /// <summary>A text with several of these, such as JSON.</summary>
    UrlText,

    /// <summary>A file's name.</summary>
    FileName,

    /// <summary>A path.</summary>
    Path,

    /// <summary>A key of the registry.</summary>
    RegistryKey,

    /// <summary>The name of a value of the registry.</summary>
    RegistryValue,

    /// <summary>A mail address, or an account's user principal name, which is one in most tenants.</summary>
    Mail,

    /// <summary>A mail's subject.</summary>
    Subject,

    /// <summary>A mail's id.</summary>
    MessageId,

    /// <summary>An account's security identifier.</summary>
    Sid,

    /// <summary>An account's object id.</summary>
    ObjectId,

    /// <summary>An account's name.</summary>
    AccountName,

    /// <summary>A hash of a certificate.</summary>
    Certificate,

    /// <summary>A command line.</summary>
    CommandLine,

    /// <summary>A client's user agent.</summary>
    UserAgent,

    /// <summary>The name of a value of the registry, with its key.</summary>
    RegistryEntry,
}
