using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Operations that clients did not wait for.</summary>
internal static class TaskRoutes
{
    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tasks", (HttpContext context, TaskTable tasks) =>
        {
            _ = new Query(context);
            return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.Array("items", tasks.All, task => task.Write(json));
                json.WriteEndObject();
            });
        });
        api.MapGet("/tasks/{id}", (HttpContext context, TaskTable tasks, string id) =>
        {
            _ = new Query(context);
            var task = tasks.Find(id) ?? throw new PassthroughException(
                ErrorId.TaskNotFound,
                "This server has no such task, or not any more: it remembers the last 1,000 of its own. What was committed is "
                + "in the events: GET /api/v1/changes?after=0",
                id);
            return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, task.Write);
        });
    }
}
