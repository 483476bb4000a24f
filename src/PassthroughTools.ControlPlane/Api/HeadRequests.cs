namespace PassthroughTools.ControlPlane.Api;

/// <summary>HEAD, which a server must support wherever it supports GET (RFC 9110, section 9.1).</summary>
internal static class HeadRequests
{
    /// <summary>Lets the routes of a group that answer GET answer HEAD too, for which Kestrel leaves the body out.</summary>
    public static RouteGroupBuilder AnswerHead(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(static endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault()?.HttpMethods is ["GET"])
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        });
        return group;
    }
}
