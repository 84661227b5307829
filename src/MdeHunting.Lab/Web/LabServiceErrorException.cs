namespace MdeHunting.Lab.Web;

/// <summary>Ends a request to a hunting service with a refusal.</summary>
internal sealed class LabServiceErrorException(LabServiceError error) : Exception(error.Message)
{
    public LabServiceError Error { get; } = error;
}
