namespace MdeHunting;

/// <summary>The ways in which an application cannot be registered; each name is the ErrorId of its error record.</summary>
public enum RegistrationFailure
{
    /// <summary>The name, or the repository, is not one.</summary>
    RegistrationInvalid,

    /// <summary>The tenant has an application of that name.</summary>
    ApplicationExists,

    /// <summary>The account may not register applications in the tenant (HTTP 403).</summary>
    RegistrationForbidden,

    /// <summary>The tenant does not have the API that is to be hunted with.</summary>
    ApiNotInTenant,

    /// <summary>Graph refused the request for another reason; it is in the message.</summary>
    RegistrationRefused,

    /// <summary>The application was registered, and what belongs to it was not.</summary>
    RegistrationIncomplete,

    /// <summary>Graph could not be reached, or its response is not valid.</summary>
    RegistrationUnreachable,
}
