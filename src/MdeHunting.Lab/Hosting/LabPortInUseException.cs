namespace MdeHunting.Lab.Hosting;

/// <summary>Something else listens on the port that the lab was to have.</summary>
public sealed class LabPortInUseException(int port, Exception innerException) : Exception($"Port {port} on localhost is in use.", innerException)
{
    /// <summary>The port.</summary>
    public int Port { get; } = port;
}
