namespace MdeHunting.Lab.Faults;

/// <summary>An answer to a device code poll that a test forces.</summary>
public enum DeviceCodePollFault
{
    /// <summary>authorization_pending, even after the approval.</summary>
    Pending,

    /// <summary>bad_verification_code.</summary>
    BadVerificationCode,

    /// <summary>expired_token.</summary>
    Expired,

    /// <summary>authorization_declined.</summary>
    Declined,

    /// <summary>slow_down: in RFC 8628, section 3.5, though not among Microsoft's documented answers.</summary>
    SlowDown,
}
