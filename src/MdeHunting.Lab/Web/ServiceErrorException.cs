namespace MdeHunting.Lab.Web;

/// <summary>Ends a request to a hunting service with a refusal.</summary>
internal sealed class ServiceErrorException(ServiceError error) : Exception(error.Message)
{
    public ServiceError Error { get; } = error;
}
