namespace MdeHunting;

/// <summary>The ways in which an environment cannot be used; each name is the ErrorId of its error record.</summary>
public enum EnvironmentFailure
{
    /// <summary>The environment file does not exist.</summary>
    EnvironmentNotFound,

    /// <summary>The environment file cannot be opened.</summary>
    EnvironmentUnreadable,

    /// <summary>The environment file is not JSON, or a member of it is missing, unknown or of the wrong form.</summary>
    EnvironmentMalformed,

    /// <summary>An address of the environment does not begin with https.</summary>
    InsecureAddress,

    /// <summary>The environment file has the name of a cloud of Microsoft's, or one that looks like it.</summary>
    EnvironmentNameReserved,

    /// <summary>The environment file sends tokens to a host that they are not for.</summary>
    EnvironmentHostsDiffer,

    /// <summary>The scopes that were asked for are not of the environment's own service.</summary>
    ScopeOfAnotherService,

    /// <summary>The environment does not have the API that was asked for.</summary>
    ApiNotInEnvironment,
}
