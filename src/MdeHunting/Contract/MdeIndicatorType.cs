namespace MdeHunting;

/// <summary>What an indicator of compromise is a value of.</summary>
public enum MdeIndicatorType
{
    /// <summary>What it is could not be told.</summary>
    Unknown,

    /// <summary>A SHA-1 hash of a file: 40 hexadecimal digits.</summary>
    Sha1,

    /// <summary>A SHA-256 hash of a file: 64 hexadecimal digits.</summary>
    Sha256,

    /// <summary>An MD5 hash of a file: 32 hexadecimal digits.</summary>
    Md5,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>An IPv6 address (RFC 5952).</summary>
    IPv6,

    /// <summary>A network of addresses: its first address, and the length of its prefix in bits (RFC 4632, RFC 4291).</summary>
    Cidr,

    /// <summary>A host's name, in its ASCII form (RFC 5891).</summary>
    Domain,

    /// <summary>An address of a resource, with or without its scheme (RFC 3986).</summary>
    Url,

    /// <summary>A file's name without its folder.</summary>
    FileName,

    /// <summary>A file's or a folder's path.</summary>
    FilePath,

    /// <summary>A key of the Windows registry, with its hive's long name.</summary>
    RegistryKey,

    /// <summary>A value of a key of the Windows registry, by its name.</summary>
    RegistryValue,

    /// <summary>A mail address.</summary>
    MailAddress,

    /// <summary>A mail's subject.</summary>
    MailSubject,

    /// <summary>A mail's Message-ID (RFC 5322), or the service's id of it.</summary>
    MessageId,

    /// <summary>An account by its user principal name.</summary>
    AccountUpn,

    /// <summary>An account by its security identifier.</summary>
    AccountSid,

    /// <summary>An account by its object id in Entra ID.</summary>
    AccountObjectId,

    /// <summary>An account by its name alone.</summary>
    AccountName,

    /// <summary>A certificate by its SHA-1 thumbprint.</summary>
    CertificateThumbprint,

    /// <summary>A signer of files by the hash of its certificate.</summary>
    SignerHash,

    /// <summary>A part of a command line.</summary>
    CommandLine,

    /// <summary>A client's user agent.</summary>
    UserAgent,
}
