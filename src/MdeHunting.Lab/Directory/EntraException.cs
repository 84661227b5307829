namespace MdeHunting.Lab.Directory;

/// <summary>Ends a request to the identity server with a refusal.</summary>
internal sealed class EntraException(EntraError error) : Exception(error.Text)
{
    public EntraError Error { get; } = error;
}
