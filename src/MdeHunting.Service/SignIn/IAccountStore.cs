namespace MdeHunting.Service.SignIn;

/// <summary>A place that keeps accounts between processes. Only who has its lock uses it (<see cref="AccountLock"/>).</summary>
internal interface IAccountStore
{
    /// <summary>The path of its file, which its lock goes by too.</summary>
    string Place { get; }

    /// <summary>What is kept; empty for nothing.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Likewise.</exception>
    byte[] Read();

    /// <summary>Keeps something else.</summary>
    void Write(byte[] content);

    /// <summary>Sets what is damaged aside.</summary>
    /// <returns>Where it is now; null where the place cannot keep it.</returns>
    string? SetAside();
}
