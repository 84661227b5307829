namespace MdeHunting.Lab.Faults;

/// <summary>What becomes of a new connection that a test makes go wrong.</summary>
public enum LabConnectionFault
{
    /// <summary>It is reset as soon as it is there, before a byte of TLS.</summary>
    Reset,

    /// <summary>It is closed in the middle of the TLS handshake: after the client's hello, without an answer to it.</summary>
    BrokenHandshake,
}
