namespace MdeHunting.Lab.Faults;

/// <summary>How a new connection breaks in the middle of its TLS handshake.</summary>
public enum LabConnectionFault
{
    /// <summary>It is reset when the client's hello comes. Not sooner: a client that is reset while it still connects tries the host's next address.</summary>
    Reset,

    /// <summary>It is closed when the client's hello comes, as a server that does not want to speak TLS does.</summary>
    Close,
}
