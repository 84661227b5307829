namespace MdeHunting.Lab.Timestamps;

/// <summary>What a time-stamp authority does in place of stamping what it was sent.</summary>
public enum LabStampFault
{
    /// <summary>It stamps as it should.</summary>
    None,

    /// <summary>It refuses (PKIStatus rejection), with words of its own.</summary>
    Refuse,

    /// <summary>It repeats another number.</summary>
    OtherNonce,

    /// <summary>It repeats no number.</summary>
    NoNonce,

    /// <summary>It stamps another hash.</summary>
    OtherContent,

    /// <summary>Its certificate is for servers, not for time stamps.</summary>
    OtherPurpose,

    /// <summary>Its signature is not of the stamp.</summary>
    BadSignature,

    /// <summary>It stamps a time that is twenty hours past.</summary>
    Late,

    /// <summary>It stamps a time that is twenty hours ahead.</summary>
    Early,

    /// <summary>It responds with bytes that are no response of an authority.</summary>
    Noise,

    /// <summary>It responds with a page, as a portal does that wants a sign-in.</summary>
    Page,

    /// <summary>It responds with HTTP 500.</summary>
    ServerError,

    /// <summary>It responds with a redirect to another host.</summary>
    Redirect,

    /// <summary>It responds with more than any stamp has.</summary>
    Endless,

    /// <summary>It never responds.</summary>
    Silent,
}
