namespace MdeHunting;

/// <summary>Why an indicator is not looked for unless that is wanted.</summary>
public enum MdeIndicatorSkip
{
    /// <summary>Its time of validity is over.</summary>
    Expired,

    /// <summary>Its author revoked or deleted it.</summary>
    Revoked,

    /// <summary>Its author says that it is not for detection, such as MISP's to_ids that is false.</summary>
    NotForDetection,

    /// <summary>An address that is not of one place in the internet: private, loopback, link-local, multicast, documentation.</summary>
    ReservedAddress,

    /// <summary>The hash of an empty file.</summary>
    EmptyFile,

    /// <summary>The hash of the test file EICAR.</summary>
    TestFile,

    /// <summary>What is often taken for an indicator and is none.</summary>
    CommonFalsePositive,

    /// <summary>A public DNS resolver, which any device may call.</summary>
    PublicDns,

    /// <summary>An entry of a warning list that was specified.</summary>
    WarningList,
}
